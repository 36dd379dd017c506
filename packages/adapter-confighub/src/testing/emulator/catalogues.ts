import type { Catalogue } from './catalogue.ts'

/** The fields of the entities that the emulator has, as its `where`, `select` and `order_by` know them. */
export const catalogues: {
  readonly space: Catalogue
  readonly unit: Catalogue
  readonly revision: Catalogue
} = {
  space: {
    entity: 'Space',
    id: 'SpaceID',
    kept: ['SpaceID', 'OrganizationID', 'Slug'],
    fields: {
      SpaceID: 'text',
      OrganizationID: 'text',
      Slug: 'text',
      DisplayName: 'text',
      Labels: 'map',
      Annotations: 'opaque',
      Version: 'number',
      CreatedAt: 'time',
      UpdatedAt: 'time',
    },
  },
  unit: {
    entity: 'Unit',
    id: 'UnitID',
    kept: ['UnitID', 'SpaceID', 'OrganizationID', 'Slug'],
    fields: {
      UnitID: 'text',
      SpaceID: 'text',
      OrganizationID: 'text',
      Slug: 'text',
      DisplayName: 'text',
      ToolchainType: 'text',
      Labels: 'map',
      Annotations: 'opaque',
      DeleteGates: 'map',
      ApplyGates: 'map',
      ValidationErrors: 'map',
      Conflicts: 'opaque',
      DataHash: 'text',
      DataSize: 'number',
      HeadRevisionNum: 'number',
      HeadRevisionID: 'text',
      LastReleasedRevisionNum: 'number',
      LastChangeDescription: 'text',
      Version: 'number',
      CreatedAt: 'time',
      UpdatedAt: 'time',
      'Space.Slug': 'text',
    },
  },
  revision: {
    entity: 'Revision',
    id: 'RevisionID',
    kept: ['RevisionID', 'UnitID', 'SpaceID', 'OrganizationID'],
    fields: {
      RevisionID: 'text',
      UnitID: 'text',
      SpaceID: 'text',
      OrganizationID: 'text',
      UnitSlug: 'text',
      SpaceSlug: 'text',
      RevisionNum: 'number',
      Description: 'text',
      Source: 'text',
      UserID: 'text',
      UserAgent: 'text',
      CreatedAt: 'time',
      UpdatedAt: 'time',
      DataHash: 'text',
      DataSize: 'number',
      Conflicts: 'opaque',
    },
  },
}

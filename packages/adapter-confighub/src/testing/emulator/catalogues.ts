import type { Catalogue } from './catalogue.ts'
import type { ResolvedOptions } from './resolve-options.ts'

/** The fields of the entities that the emulator has, as `where`, `select` and `order_by` know them. */
export interface Catalogues {
  readonly space: Catalogue
  readonly unit: Catalogue
  readonly revision: Catalogue
  readonly changeSet: Catalogue
  readonly event: Catalogue
}

const current: Catalogues = {
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
      TargetID: 'text',
      Version: 'number',
      CreatedAt: 'time',
      UpdatedAt: 'time',
      ChangeSetID: 'text',
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
  changeSet: {
    entity: 'ChangeSet',
    id: 'ChangeSetID',
    kept: ['ChangeSetID', 'SpaceID', 'OrganizationID', 'Slug'],
    fields: {
      ChangeSetID: 'text',
      SpaceID: 'text',
      OrganizationID: 'text',
      Slug: 'text',
      Description: 'text',
      CreatedAt: 'time',
    },
  },
  event: {
    entity: 'UnitEvent',
    id: 'UnitEventID',
    kept: ['UnitEventID', 'UnitID', 'SpaceID', 'OrganizationID'],
    fields: {
      UnitEventID: 'text',
      UnitEventNum: 'number',
      UnitID: 'text',
      Action: 'text',
      RevisionNum: 'number',
      Status: 'text',
      Result: 'text',
      CreatedAt: 'time',
    },
  },
}

const newer: ReadonlySet<string> = new Set([
  'DataSize',
  'HeadRevisionID',
  'LastReleasedRevisionNum',
  'ValidationErrors',
  'Conflicts',
])

const applied = { LastAppliedRevisionNum: 'number', LiveRevisionNum: 'number' } as const

function toDocument(catalogue: Catalogue, hash: 'DataHash' | 'ContentHash'): Catalogue {
  const kept = Object.entries(catalogue.fields).filter(([name]) => !newer.has(name) && name !== 'DataHash')
  const fields = { ...Object.fromEntries(kept), Data: 'opaque', [hash]: 'opaque' } as const
  return { ...catalogue, fields: catalogue.entity === 'Unit' ? { ...fields, ...applied } : fields }
}

const document: Catalogues = {
  ...current,
  unit: toDocument(current.unit, 'DataHash'),
  revision: toDocument(current.revision, 'ContentHash'),
}
const oldest: Catalogues = { ...document, unit: toDocument(current.unit, 'ContentHash') }

/** The catalogues of the generation of server that the options ask for. */
export function cataloguesOf({ generation, documentHashes }: ResolvedOptions): Catalogues {
  if (generation === 'bytes') return current
  return documentHashes ? document : oldest
}

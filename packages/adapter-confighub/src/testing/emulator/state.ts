/** A map of labels, annotations or gates. */
export type TextMap = Readonly<Record<string, string>>

/** A space as it is kept; the names are the server's. */
export interface SpaceRecord {
  readonly SpaceID: string
  readonly Slug: string
  readonly DisplayName: string
  readonly Labels: TextMap
  readonly Annotations: TextMap
  readonly Version: number
  readonly CreatedAt: string
  readonly UpdatedAt: string
  /** How many releases the space has had. */
  readonly releases: number
}

/** A ChangeSet as it is kept. */
export interface ChangeSetRecord {
  readonly ChangeSetID: string
  readonly SpaceID: string
  readonly Slug: string
  readonly Description: string
  readonly CreatedAt: string
}

/** A revision of a unit as it is kept: the server's names, and the text that the revision holds. */
export interface RevisionRecord {
  readonly RevisionID: string
  readonly RevisionNum: number
  readonly Description: string
  readonly Source: string
  readonly UserID: string
  readonly UserAgent: string
  readonly CreatedAt: string
  readonly DataHash: string
  readonly DataSize: number
  readonly text: string
}

/** What became of an attempt to bring a revision to the unit's target, on an older server. */
export interface UnitEventRecord {
  readonly UnitEventID: string
  readonly UnitEventNum: number
  readonly Action: 'Apply'
  readonly RevisionNum: number
  readonly Status: 'Pending' | 'Completed' | 'Failed'
  readonly Result: 'None' | 'ApplyCompleted' | 'ApplyFailed'
  readonly Message: string
  readonly CreatedAt: string
}

/** A unit as it is kept, with its whole history, oldest revision first. */
export interface UnitRecord {
  readonly UnitID: string
  readonly SpaceID: string
  readonly Slug: string
  readonly DisplayName: string
  readonly ToolchainType: string
  readonly Labels: TextMap
  readonly Annotations: TextMap
  readonly DeleteGates: Readonly<Record<string, boolean>>
  readonly LastChangeDescription: string
  readonly LastReleasedRevisionNum: number
  /** Asked for on an older server; 0: never. */
  readonly LastAppliedRevisionNum: number
  /** Runs, as an older server has it; 0: none. */
  readonly LiveRevisionNum: number
  /** Where the unit runs. */
  readonly TargetID?: string | undefined
  /** Oldest first. */
  readonly events: readonly UnitEventRecord[]
  readonly Version: number
  readonly CreatedAt: string
  readonly UpdatedAt: string
  /** The open ChangeSet that the unit is in. */
  readonly ChangeSetID?: string | undefined
  readonly revisions: readonly RevisionRecord[]
  /** How many more reads see the unit wait for its triggers; 0: it waits for none. */
  readonly awaitingReads: number
}

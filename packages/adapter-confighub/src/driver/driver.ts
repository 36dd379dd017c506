import type { Call } from '@tideway/core'
import type { FoundSpace } from '../found-space.ts'
import type { Reply } from '../http/remote-request.ts'
import type { RemoteUnit } from '../read/remote-unit.ts'

/** A text to write, and why. */
export interface TextWrite {
  readonly key: string
  readonly text: string
  readonly description: string
  /** The open ChangeSet that the write belongs to. */
  readonly changeSetId?: string | undefined
}

/** A text that was read, and its digest. */
export interface SeenText {
  readonly digest: string
  readonly text: string
}

/** What the generations of ConfigHub's API do differently; all else is the same for all of them. */
export interface Driver {
  /** False where the server cannot be asked to write only what has not moved on. */
  readonly conditionalWrites: boolean
  /** True where lists come in pages, whose size `limit` bounds. */
  readonly pages: boolean
  /** How units get to where they run: in releases of their space, or applied one by one. */
  readonly delivers: 'releases' | 'applies'
  /** What `select` names of a unit for its head. */
  readonly headFields: string
  /** What `select` names for head and text; the same where units do not carry their text. */
  readonly textFields: string
  /** How many revisions one list may bring; they carry their texts on older servers. */
  readonly mostRevisions: number
  /**
   * Texts by unit id, many at once; what it leaves out is read singly. Undefined where the list of units has
   * brought the texts already.
   */
  readTexts?(space: FoundSpace, where: string, call: Call): Promise<ReadonlyMap<string, string>>
  /**
   * The text of a unit; undefined where the unit has just been deleted. `before` is what the same unit was last
   * seen to hold, which need not be sent again. Throws an `AdapterError`.
   */
  readText(
    space: FoundSpace,
    unit: RemoteUnit,
    before: SeenText | undefined,
    call: Call,
  ): Promise<string | undefined>
  /** The fields of a creation that give the new unit its text; empty where the text is written afterwards. */
  creationFields(text: string): Readonly<Record<string, unknown>>
  /** Sends a text to take the place of the one that `unit` names. Fails with `lost-race` where it has moved on. */
  sendText(space: FoundSpace, unit: RemoteUnit, write: TextWrite, call: Call): Promise<Reply>
}

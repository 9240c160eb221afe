import type { OriginalsMember } from '../../shared/domain/shared-originals.ts'

/** What identifies an original, in every library alike. */
export interface Original {
  /** Of its bytes, hexadecimal. */
  readonly sha256: string
  /** Without the dot. */
  readonly extension: string
  readonly bytes: number
}

/** Originals that several libraries use, each knowing nothing of the others but what is in the folder. */
export interface OriginalsFolder {
  /**
   * Records that this library uses an original, and then makes sure that it is there. `source`: a file with its content;
   * null = there is none, so an original that is gone is not restored. Returns whether it is there.
   */
  use(original: Original, source: string | null): Promise<boolean>
  /** Removes the record, and the original too where no other library uses it. */
  release(original: Original): Promise<void>
  /** Whether this library's use is recorded and the original is there. */
  isInUse(original: Original): Promise<boolean>
  /** Whether it is there. One that was being removed while this library used it is put back. */
  find(original: Original): Promise<boolean>
  /** Reads it whole, and writes it anew from `source` if it is damaged. Returns whether it is intact. */
  prove(original: Original, source: string): Promise<boolean>
  /** Copies it out of the folder. Returns false if it is gone or damaged; what is at `target` is of no use then. */
  fetch(original: Original, target: string): Promise<boolean>
  /** Names of the files of all originals this library uses. */
  ownUses(): Promise<ReadonlySet<string>>
  /** Takes this library, which has given up all originals, off the list of members. */
  leave(): Promise<void>
  /** Deletes what was removed an hour ago and is still used by nobody. Returns how many. */
  tidy(): Promise<number>
}

/** Folders in which several libraries keep their originals. */
export interface SharedOriginals {
  /** Where new originals go; null = they stay in the library folder. */
  folder(): string | null
  /** This library's part in a folder. `member`: as what it was a member before it was moved. */
  open(folder: string, member?: string): Promise<OriginalsFolder>
  /** Absolute path of an original. */
  pathOf(folder: string, original: Pick<Original, 'sha256' | 'extension'>): string
  /** Whether it has been used for originals before. @throws storage/unreachable if it does not respond */
  hasBegun(folder: string): Promise<boolean>
  /** Prepares a folder that must exist. @throws storage/* */
  begin(folder: string): Promise<void>
  /** Adds this library to the members, under the name that the person goes by. @throws storage/* */
  enroll(folder: string): Promise<void>
  /** Tells folders apart by what is in them: one may be reached by two paths. @throws storage/unreachable */
  identify(folder: string): Promise<string>
  /** @throws storage/unreachable */
  members(folder: string): Promise<OriginalsMember[]>
}

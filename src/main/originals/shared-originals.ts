import type { OriginalsMember } from '../../shared/domain/shared-originals.ts'
import type { Original, OriginalsFolder } from './originals-folder.ts'

/** Folders in which several libraries keep their originals. */
export interface SharedOriginals {
  /** Where new originals go; null = they stay in the library folder. */
  folder(): string | null
  /** This library's part in a folder. */
  open(folder: string): Promise<OriginalsFolder>
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

import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'

/** What an archive claims about one of its entries; none of it is trusted. */
export interface ArchiveEntry {
  readonly fileName: string
  readonly compressedSize: number
  readonly uncompressedSize: number
  readonly crc32: number
  readonly compressionMethod: number
  readonly generalPurposeBitFlag: number
  readonly versionMadeBy: number
  readonly externalFileAttributes: number
}

export interface PlannedEntry<T extends ArchiveEntry> {
  readonly entry: T
  /** Relative to the folder, with `/`. */
  readonly path: string
  readonly type: 'file' | 'folder' | 'link'
  readonly isExecutable: boolean
}

/** A release has a few dozen files; ROCm's has a few thousand. */
export const entriesMax = 20_000
/** ROCm with its kernels takes several gigabytes. */
export const totalBytesMax = 16 * 2 ** 30
/** Code compresses to a tenth at best; a much higher ratio is a zip bomb. */
const ratioMax = 100
const ratioCountsFromBytes = 64 * 2 ** 20
const linkBytesMax = 255

/**
 * Plans the target of each entry. Rejects the whole archive if one entry would leave the folder or is not a regular
 * file.
 */
export function planUnpacking<T extends ArchiveEntry>(entries: readonly T[]): PlannedEntry<T>[] {
  if (entries.length > entriesMax) throw refused(messages.tooManyFiles({ entriesMax }))
  const total = sum(entries.map(({ uncompressedSize }) => uncompressedSize))
  const packed = sum(entries.map(({ compressedSize }) => compressedSize))
  if (total > totalBytesMax) throw refused(messages.unpackedTooLarge)
  if (total > ratioCountsFromBytes && total > packed * ratioMax) throw refused(messages.growsTooMuch)
  const plan = entries.map((entry) => planEntry(entry))
  refuseSameNames(plan)
  return plan
}

export function refused(reason: string): AppError {
  return new AppError('engine/unusable', messages.notUnpacked({ reason }))
}

function planEntry<T extends ArchiveEntry>(entry: T): PlannedEntry<T> {
  const { fileName, generalPurposeBitFlag, compressionMethod, uncompressedSize } = entry
  const isFolder = fileName.endsWith('/')
  const path = isFolder ? fileName.slice(0, -1) : fileName
  if (!isSafePath(path)) throw refused(messages.nameNotValid({ shown: quoted(fileName) }))
  if ((generalPurposeBitFlag & encryptedFlag) !== 0) throw refused(messages.encrypted)
  if (![storedMethod, deflatedMethod].includes(compressionMethod)) throw refused(messages.unknownCompression)
  const mode = unixModeOf(entry)
  const type = typeOf(mode, isFolder)
  if (type === null || (type === 'link' && uncompressedSize > linkBytesMax)) {
    throw refused(messages.notFile({ shown: quoted(fileName) }))
  }
  return { entry, path, type, isExecutable: (mode & 0o100) !== 0 }
}

const encryptedFlag = 1
const storedMethod = 0
const deflatedMethod = 8
const madeByUnix = 3
const kindMask = 0o170000
const kinds: Readonly<Record<number, PlannedEntry<ArchiveEntry>['type']>> = {
  0o040000: 'folder',
  0o100000: 'file',
  0o120000: 'link',
}

/** 0 = packed on a system without Unix modes. */
function unixModeOf({ versionMadeBy, externalFileAttributes }: ArchiveEntry): number {
  return versionMadeBy >>> 8 === madeByUnix ? (externalFileAttributes >>> 16) & 0xffff : 0
}

function typeOf(mode: number, isFolder: boolean): PlannedEntry<ArchiveEntry>['type'] | null {
  const kind = mode & kindMask
  if (kind === 0) return isFolder ? 'folder' : 'file'
  const type = kinds[kind] ?? null
  return (type === 'folder') === isFolder ? type : null
}

const pathLengthMax = 400
const segmentBytesMax = 200
/** Windows opens a device for these names, whatever the extension. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$|clock\$)(\.|$)/i

/** Checked on every system: a plain name on one can be a path out of the folder on another. */
export function isSafePath(path: string): boolean {
  if (path.length === 0 || path.length > pathLengthMax) return false
  return path.split('/').every(isSafeName)
}

export function isSafeName(name: string): boolean {
  // eslint-disable-next-line no-control-regex
  if (name === '' || name === '.' || name === '..' || /[\\:*?"<>|\u0000-\u001f\u007f]/.test(name)) return false
  return !/[. ]$/.test(name) && !deviceName.test(name) && Buffer.byteLength(name) <= segmentBytesMax
}

/** Some file systems ignore case and Unicode normalization. */
function refuseSameNames(plan: readonly PlannedEntry<ArchiveEntry>[]): void {
  const types = new Map<string, PlannedEntry<ArchiveEntry>['type']>()
  const claim = (path: string, type: PlannedEntry<ArchiveEntry>['type']) => {
    const key = path.normalize('NFC').toLowerCase()
    const existingType = types.get(key)
    if (existingType !== undefined && !(existingType === 'folder' && type === 'folder')) {
      throw refused(messages.nameTwice({ shown: quoted(path) }))
    }
    types.set(key, type)
  }
  for (const { path, type } of plan) {
    const segments = path.split('/')
    for (let depth = 1; depth < segments.length; depth++) claim(segments.slice(0, depth).join('/'), 'folder')
    claim(path, type)
  }
}

const quoted = (name: string) => JSON.stringify(name.slice(0, 80))
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

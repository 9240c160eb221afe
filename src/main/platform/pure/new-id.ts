import { randomBytes } from 'node:crypto'
import type {
  AssetId,
  CollectionId,
  DocumentId,
  EditPlanBatchId,
  EditPlanId,
  GridId,
  JobId,
  NamedReferenceId,
  ThreadId,
  WatchedFolderId,
} from '../../../shared/domain/ids.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const timeCharacters = 10
const randomCharacters = 16

let lastMs = -1
let lastRandom: number[] = []

type AnyId =
  | AssetId
  | JobId
  | DocumentId
  | CollectionId
  | EditPlanBatchId
  | EditPlanId
  | GridId
  | NamedReferenceId
  | ThreadId
  | WatchedFolderId

/** Returns a new ULID. Ids made in one process sort in creation order, even within one millisecond. */
export function newId<T extends AnyId>(nowMs: number = Date.now()): T {
  if (nowMs > lastMs) {
    lastMs = nowMs
    lastRandom = Array.from(randomBytes(randomCharacters), (byte) => byte & 31)
  } else {
    increment(lastRandom)
  }
  return `${encodeTime(lastMs)}${lastRandom.map((digit) => alphabet[digit]).join('')}` as T
}

function increment(digits: number[]): void {
  for (let at = digits.length - 1; at >= 0; at--) {
    const digit = (digits[at]! + 1) & 31
    digits[at] = digit
    if (digit !== 0) return
  }
  // All 80 bits overflowed: advance to the next millisecond early.
  lastMs++
}

function encodeTime(ms: number): string {
  let remainingMs = ms
  let text = ''
  for (let at = 0; at < timeCharacters; at++) {
    text = alphabet[remainingMs % 32]! + text
    remainingMs = Math.floor(remainingMs / 32)
  }
  return text
}

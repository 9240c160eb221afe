import type { AssetId } from '../../shared/domain/ids.ts'
import { countPacked, idLength } from '../../shared/domain/packed-ids.ts'

/** Ordered ids, read like an array; any array of ids is one. */
export interface IdList extends Iterable<AssetId> {
  readonly length: number
  /** Also undefined if the id is not known yet. */
  at(index: number): AssetId | undefined
  slice(from?: number, to?: number): readonly AssetId[]
  filter(isWanted: (id: AssetId) => boolean): readonly AssetId[]
  /** -1 if it is not in the list. */
  indexOf(id: AssetId): number
}

/**
 * Keeps the ids as one string and creates each id's own string only when it is read: for a million images the string
 * takes 26 MB, separate strings with an index 100 MB.
 */
export class PackedIdList implements IdList {
  readonly length: number
  readonly #packed: string
  readonly #knownLength: number
  /** Index of the last hit: the next one is mostly beside it. */
  #near = 0

  /** @param length more than there are ids: the rest are not known yet */
  constructor(packed: string, length = countPacked(packed)) {
    this.#packed = packed
    this.#knownLength = countPacked(packed)
    this.length = length
  }

  at(index: number): AssetId | undefined {
    const position = index < 0 ? this.length + index : index
    return position >= 0 && position < this.#knownLength ? this.#read(position) : undefined
  }

  slice(from = 0, to = this.length): readonly AssetId[] {
    const [start, end] = [this.#clamp(from), this.#clamp(to)]
    return Array.from({ length: Math.max(0, end - start) }, (_, at) => this.#read(start + at))
  }

  filter(isWanted: (id: AssetId) => boolean): readonly AssetId[] {
    const kept: AssetId[] = []
    for (const id of this) if (isWanted(id)) kept.push(id)
    return kept
  }

  indexOf(id: AssetId): number {
    if (id.length !== idLength) return -1
    for (const position of [this.#near, this.#near + 1, this.#near - 1]) {
      if (position >= 0 && this.#packed.startsWith(id, position * idLength)) return (this.#near = position)
    }
    let at = this.#packed.indexOf(id)
    // The end of one id and the start of the next may match by chance.
    while (at % idLength !== 0 && at >= 0) at = this.#packed.indexOf(id, at + 1)
    return at < 0 ? -1 : (this.#near = at / idLength)
  }

  *[Symbol.iterator](): Iterator<AssetId> {
    for (let position = 0; position < this.#knownLength; position++) yield this.#read(position)
  }

  #read(position: number): AssetId {
    return this.#packed.slice(position * idLength, (position + 1) * idLength) as AssetId
  }

  #clamp(index: number): number {
    return Math.min(this.#knownLength, Math.max(0, index < 0 ? this.length + index : index))
  }
}

import type { TensorInfo } from '../header/model-header.ts'

/** The tensors of a file under a prefix, by the rest of their names. */
export class TensorView {
  readonly #tensors: ReadonlyMap<string, TensorInfo>
  readonly #prefix: string

  constructor(tensors: ReadonlyMap<string, TensorInfo>, prefix = '') {
    this.#tensors = tensors
    this.#prefix = prefix
  }

  under(prefix: string): TensorView {
    return new TensorView(this.#tensors, this.#prefix + prefix)
  }

  has(...names: readonly string[]): boolean {
    return names.some((name) => this.#tensors.has(this.#prefix + name))
  }

  /** Shape of the first of these that exists. */
  shape(...names: readonly string[]): readonly number[] | null {
    for (const name of names) {
      const tensor = this.#tensors.get(this.#prefix + name)
      if (tensor) return tensor.shape
    }
    return null
  }

  /** One dimension of the first of these that exists; 0 = the outermost. */
  side(dimension: number, ...names: readonly string[]): number | null {
    return this.shape(...names)?.at(dimension) ?? null
  }

  /** Searches all names, for tensors without a fixed position. */
  find(pattern: RegExp): readonly number[] | null {
    for (const [name, { shape }] of this.#tensors) {
      if (name.startsWith(this.#prefix) && pattern.test(name.slice(this.#prefix.length))) return shape
    }
    return null
  }
}

/** A tensor of a file written for a test. */
export interface Tensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly type: TensorType
}

export const tensorTypes = {
  f32: { code: 0, values: 1, bytes: 4 },
  f16: { code: 1, values: 1, bytes: 2 },
  q4_0: { code: 2, values: 32, bytes: 18 },
  q8_0: { code: 8, values: 32, bytes: 34 },
  q4_K: { code: 12, values: 256, bytes: 144 },
} as const
export type TensorType = keyof typeof tensorTypes

export function bytesOf({ shape, type }: Pick<Tensor, 'shape' | 'type'>): number {
  const { values, bytes } = tensorTypes[type]
  return Math.ceil(shape.reduce((product, side) => product * side, 1) / values) * bytes
}

/** Lists tensors as model authors write them. Names, shapes, and types only: recognition uses nothing else. */
export class TensorList {
  readonly tensors: Tensor[] = []
  readonly #type: TensorType

  constructor(type: TensorType = 'f16') {
    this.#type = type
  }

  add(name: string, shape: readonly number[], type: TensorType = this.#type): this {
    this.tensors.push({ name, shape, type })
    return this
  }

  norm(name: string, width: number): this {
    return this.add(`${name}.weight`, [width], 'f32').add(`${name}.bias`, [width], 'f32')
  }

  linear(name: string, from: number, to: number, hasBias = true): this {
    this.add(`${name}.weight`, [to, from])
    return hasBias ? this.add(`${name}.bias`, [to], 'f32') : this
  }

  conv(name: string, from: number, to: number, side: number): this {
    return this.add(`${name}.weight`, [to, from, side, side]).add(`${name}.bias`, [to], 'f32')
  }

  with(other: TensorList, prefix = ''): this {
    for (const { name, shape, type } of other.tensors) this.add(prefix + name, shape, type)
    return this
  }
}

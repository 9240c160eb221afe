export interface TensorInfo {
  /** Outermost dimension first, as PyTorch prints it. */
  readonly shape: readonly number[]
  /** In lower case, as ggml calls it: `f16`, `q4_K`, `f8_e4m3`. */
  readonly type: string
  readonly bytes: number
}

/** What a file of weights says of itself before the first weight. */
export interface ModelHeader {
  readonly format: 'safetensors' | 'gguf'
  readonly tensors: ReadonlyMap<string, TensorInfo>
  /** Single values only: lists, such as a tokenizer's words, are passed over. */
  readonly metadata: ReadonlyMap<string, string | number | boolean>
  readonly fileBytes: number
}

/** The file that is read, for checks and for words about it. */
export interface ModelFile {
  readonly name: string
  readonly bytes: number
}

/** Number of values in a tensor. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1)
}

import { scoreCodesWasm } from './score-codes-wasm.ts'

/** Codes of vectors, held by the WebAssembly program that scores sixteen of them at a time (`score-codes.wat`). */
export interface CodeStore {
  /** Replaces the code of a number. Memory grows with the largest number. */
  put(number: number, code: Uint8Array): void
  /** A byte of the code of a number that was put. */
  read(number: number, byte: number): number
  /**
   * Returns a score for each number below `count`: the sum of what each half byte of its code adds; any value for a
   * number that was not put. Valid until the next call of the store.
   * @param tables for each byte what its lower half adds, by value, then its upper half: 32 values from −63 to 63. No
   * sum may leave the range of 16 bits.
   */
  score(tables: Int8Array, count: number): Int16Array
}

/** The part of the global that is used: TypeScript declares it for pages only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

interface Program {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  score(codes: number, blocks: number, bytes: number, tables: number, scores: number): void
}

/** What one half byte of a code may add at most. */
export const tableMax = 63
export const tableLength = 32
const perBlock = 16
const bytesPerScore = 2
const pageBytes = 65_536
const growth = 1.5

/** @param bytes of a code */
export function createCodeStore(bytes: number): CodeStore {
  const program = new WebAssembly.Instance(compiled()).exports as Program
  const codesAt = bytes * tableLength
  const blockBytes = bytes * perBlock
  let roomBlocks = 0
  let memory = new Uint8Array(program.memory.buffer)

  const scoresAt = () => codesAt + roomBlocks * blockBytes
  const place = (number: number, byte: number) =>
    codesAt + Math.floor(number / perBlock) * blockBytes + byte * perBlock + (number % perBlock)

  function makeRoom(count: number): void {
    const blocks = Math.ceil(count / perBlock)
    if (blocks <= roomBlocks) return
    roomBlocks = Math.ceil(blocks * growth)
    const missing = scoresAt() + roomBlocks * perBlock * bytesPerScore - memory.length
    if (missing > 0) program.memory.grow(Math.ceil(missing / pageBytes))
    memory = new Uint8Array(program.memory.buffer)
  }

  return {
    put(number, code) {
      makeRoom(number + 1)
      for (let byte = 0; byte < bytes; byte++) memory[place(number, byte)] = code[byte]!
    },
    read: (number, byte) => memory[place(number, byte)]!,
    score(tables, count) {
      makeRoom(count)
      memory.set(new Uint8Array(tables.buffer, tables.byteOffset, tables.length))
      if (bytes > 0) program.score(codesAt, Math.ceil(count / perBlock), bytes, 0, scoresAt())
      return new Int16Array(memory.buffer, scoresAt(), count)
    },
  }
}

let compiledOnce: object | null = null

function compiled(): object {
  compiledOnce ??= new WebAssembly.Module(Buffer.from(scoreCodesWasm, 'base64'))
  return compiledOnce
}

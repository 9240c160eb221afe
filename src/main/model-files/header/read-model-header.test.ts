import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors/index.ts'
import { unet } from '../../../../test/support/models/image-models.ts'
import { TensorList } from '../../../../test/support/models/tensor-list.ts'
import {
  ggufBytes,
  safetensorsBytes,
  u32,
  u64,
  writeGguf,
  writeSafetensors,
} from '../../../../test/support/models/write-model.ts'
import { readModelHeader } from './read-model-header.ts'

const folder = mkdtempSync(join(tmpdir(), 'atelier-headers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)
const smallTensors = new TensorList('q4_K')
  .add('a.weight', [3, 512])
  .add('a.bias', [3], 'f32')
  .add('b', [2, 4, 8], 'f16')

function write(name: string, ...parts: readonly Uint8Array[]): string {
  writeFileSync(at(name), Buffer.concat(parts))
  return at(name)
}

describe('a header', () => {
  it('is read from GGUF with the outermost dimension first and without lists', async () => {
    const metadata = { 'general.architecture': 'flux', 'a.list': ['one', 'two'], count: 7, yes: true }
    for (const version of [2, 3]) {
      const header = await readModelHeader(writeGguf(at(`v${version}.gguf`), smallTensors, { version, metadata }))
      expect(header.format).toBe('gguf')
      expect(Object.fromEntries(header.tensors)).toMatchObject({
        'a.weight': { shape: [3, 512], type: 'q4_K', bytes: 864 },
        'a.bias': { shape: [3], type: 'f32', bytes: 12 },
        b: { shape: [2, 4, 8], type: 'f16', bytes: 128 },
      })
      expect(Object.fromEntries(header.metadata)).toEqual({ 'general.architecture': 'flux', count: 7, yes: true })
    }
  })

  it('is read from safetensors with the metadata of its trainer', async () => {
    const list = new TensorList().add('a', [2, 3]).add('__proto__', [1], 'f32')
    const header = await readModelHeader(writeSafetensors(at('a.safetensors'), list, { modelspec: 'sd1' }))
    expect(header).toMatchObject({ format: 'safetensors', fileBytes: expect.any(Number) })
    expect(header.tensors.get('a')).toEqual({ shape: [2, 3], type: 'f16', bytes: 12 })
    expect(header.tensors.size).toBe(1)
    expect(header.metadata.get('modelspec')).toBe('sd1')
  })

  it('may be longer than the first read', async () => {
    const words = Array.from({ length: 60_000 }, (_, index) => `word number ${index}`)
    const path = writeGguf(at('words.gguf'), smallTensors, { metadata: { words } })
    expect((await readModelHeader(path)).tensors.size).toBe(3)
    const manyTensors = new TensorList()
    for (let n = 0; n < 5_000; n++) manyTensors.add(`a.tensor.with.a.long.name.${n}`, [1])
    expect((await readModelHeader(writeSafetensors(at('many.safetensors'), manyTensors))).tensors.size).toBe(5_000)
  })
})

describe('rejected files', () => {
  const refused: [name: string, file: () => string, code: string, words: string][] = [
    ['an empty file', () => write('empty.gguf'), 'model/unsupported', 'is not a model file'],
    ['text', () => write('text.gguf', Buffer.from('a letter to a friend')), 'model/unsupported', 'is not a model file'],
    ['a zipped pickle', () => write('a.ckpt', Buffer.from('PK\u0003\u0004rest')), 'model/unsupported', 'pickle'],
    ['a bare pickle', () => write('b.pt', Buffer.from([0x80, 2, 0x8a, 10])), 'model/unsupported', 'pickle'],
    [
      'a pickle named .safetensors',
      () => write('c.safetensors', Buffer.from('PK\u0003\u0004rest')),
      'model/unsupported',
      'pickle',
    ],
    ['GGUF 1', () => write('old.gguf', Buffer.from('GGUF'), u32(1), Buffer.alloc(64)), 'model/unsupported', 'GGUF 1'],
    [
      'an unknown tensor type',
      () => {
        const { bytes } = ggufBytes([{ name: 'a', shape: [1], type: 'f32' }], { metadata: {} })
        bytes.writeUInt32LE(99, 24 + 8 + 1 + 4 + 8)
        return write('packing.gguf', bytes, Buffer.alloc(64))
      },
      'model/unsupported',
      '(99)',
    ],
    [
      'a cut safetensors file',
      () => {
        const path = writeSafetensors(at('cut.safetensors'), unet())
        truncateSync(path, 200_000)
        return path
      },
      'model/damaged',
      'is cut off: 200.0 kB of',
    ],
    [
      'a safetensors file cut in its header',
      () => {
        const path = writeSafetensors(at('head.safetensors'), unet())
        truncateSync(path, 900)
        return path
      },
      'model/damaged',
      'is cut off',
    ],
    [
      'a cut GGUF file',
      () => {
        const path = writeGguf(at('cut.gguf'), unet())
        truncateSync(path, 200_000)
        return path
      },
      'model/damaged',
      'is cut off',
    ],
    [
      'a GGUF file cut in its header',
      () => write('head.gguf', ggufBytes(unet().tensors).bytes.subarray(0, 4_000)),
      'model/damaged',
      'damaged',
    ],
    [
      'a header that is not JSON',
      () => write('json.safetensors', safetensorsBytes('{"a": nothing}')),
      'model/damaged',
      'header',
    ],
    [
      'a header that is a list',
      () => write('list.safetensors', safetensorsBytes('{}').fill(0x5b, 8, 9)),
      'model/unsupported',
      'not a',
    ],
    [
      'a tensor with a wrong size',
      () => write('lie.safetensors', safetensorsBytes('{"a":{"dtype":"F16","shape":[9],"data_offsets":[0,2]}}')),
      'model/damaged',
      'another size',
    ],
    [
      'a tensor that ends before it begins',
      () => write('back.safetensors', safetensorsBytes('{"a":{"dtype":"X","shape":[1],"data_offsets":[9,2]}}')),
      'model/damaged',
      'another size',
    ],
    [
      'overlapping tensors',
      () =>
        write(
          'overlap.safetensors',
          safetensorsBytes(
            '{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}',
          ),
          Buffer.alloc(8),
        ),
      'model/damaged',
      'overlap',
    ],
    [
      'a tensor without a description',
      () => write('bare.safetensors', safetensorsBytes('{"a":null}')),
      'model/damaged',
      'is not described',
    ],
    [
      'more tensors than bytes',
      () => write('count.gguf', Buffer.from('GGUF'), u32(3), u64(2n ** 60n), u64(0)),
      'model/damaged',
      'inconsistent',
    ],
    [
      'an impossibly long name',
      () => write('name.gguf', Buffer.from('GGUF'), u32(3), u64(0), u64(1), u64(2n ** 62n), Buffer.alloc(64)),
      'model/damaged',
      'impossibly long',
    ],
    [
      'an impossibly long list',
      () =>
        write(
          'list.gguf',
          Buffer.from('GGUF'),
          u32(3),
          u64(0),
          u64(1),
          u64(1),
          Buffer.from('a'),
          u32(9),
          u32(8),
          u64(2n ** 50n),
        ),
      'model/damaged',
      'inconsistent',
    ],
    [
      'a tensor larger than any file',
      () => {
        const { bytes } = ggufBytes([{ name: 'a', shape: [1, 0], type: 'f32' }], { metadata: {} })
        bytes.writeBigUInt64LE(2n ** 63n, 24 + 8 + 1 + 4 + 8)
        return write('large.gguf', bytes, Buffer.alloc(64))
      },
      'model/damaged',
      'impossibly large',
    ],
    [
      'deeply nested lists',
      () => {
        const nested = Array.from({ length: 200 }, () => Buffer.concat([u32(9), u64(1)]))
        return write(
          'deep.gguf',
          Buffer.from('GGUF'),
          u32(3),
          u64(0),
          u64(1),
          u64(1),
          Buffer.from('a'),
          u32(9),
          ...nested,
        )
      },
      'model/damaged',
      'unknown kind',
    ],
  ]

  it.each(refused)('%s', async (_name, file, code, message) => {
    const error: unknown = await readModelHeader(file()).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) })
  })

  it('reports a missing file', async () => {
    await expect(readModelHeader(at('gone.gguf'))).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

describe('hostile headers', () => {
  const formats = {
    gguf: ggufBytes(smallTensors.tensors, { metadata: { text: 'a', list: ['b', 'c'], number: 3 } }).bytes,
    safetensors: safetensorsBytes('{"a":{"dtype":"F16","shape":[1,4],"data_offsets":[0,8]},"__metadata__":{"b":"c"}}'),
  }

  it.each(['gguf', 'safetensors'] as const)('in %s are read or rejected with a model error', async (format) => {
    const sound = formats[format]
    const change = fc.record({ at: fc.nat(sound.byteLength - 1), byte: fc.integer({ min: 0, max: 255 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.nat(2_000), async (changes, trailingBytes) => {
        const bytes = Buffer.concat([sound, Buffer.alloc(trailingBytes)])
        for (const { at: offset, byte } of changes) bytes[offset] = byte
        await readModelHeader(write(`hostile.${format}`, bytes)).catch((thrown: unknown) => {
          expect(thrown).toMatchObject({ code: expect.stringMatching(/^model\//) })
        })
      }),
      { numRuns: 400 },
    )
  })
})

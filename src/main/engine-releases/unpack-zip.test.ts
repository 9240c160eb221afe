import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { zipOf, type RawEntry } from '../../../test/support/engine/write-zip.ts'
import { mountSmallDisk } from '../../../test/support/small-disk.ts'
import { unpackZip } from './unpack-zip.ts'

const { signal } = new AbortController()
const text = (content: string) => Buffer.from(content)
const link = 0o120777

let parent: string
let folder: string
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'atelier-unpack-'))
  folder = join(parent, 'engine')
  await mkdir(folder)
})
afterEach(() => rm(parent, { recursive: true, force: true }))

async function unpack(bytes: Buffer, to = folder): Promise<void> {
  const zipPath = join(parent, 'engine.zip')
  await writeFile(zipPath, bytes)
  await unpackZip({ zipPath, folder: to, signal })
}

const refusal = async (entries: readonly RawEntry[]) => {
  const error: unknown = await unpack(zipOf(entries)).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'engine/unusable' })
  // Nothing may be left next to the folder, whatever happened inside it.
  expect((await readdir(parent)).toSorted()).toEqual(['engine', 'engine.zip'])
  return (error as Error).message
}

describe('an engine archive', () => {
  it('is unpacked with folders, executables and licenses', async () => {
    const progress: number[] = []
    const entries = [
      { name: 'build/' },
      { name: 'build/bin/sd-cli', bytes: text('#!'), mode: 0o100755 },
      { name: 'build/bin/libstable-diffusion.so', bytes: text('ELF'), mode: 0o100644 },
      { name: 'ggml.txt', bytes: text('MIT'), method: 0 },
    ]
    const zipPath = join(parent, 'engine.zip')
    await writeFile(zipPath, zipOf(entries))
    await unpackZip({ zipPath, folder, signal, onProgress: (bytes) => progress.push(bytes) })
    expect((await readdir(folder, { recursive: true })).toSorted()).toEqual([
      'build',
      'build/bin',
      'build/bin/libstable-diffusion.so',
      'build/bin/sd-cli',
      'ggml.txt',
    ])
    expect((await stat(join(folder, 'build/bin/sd-cli'))).mode & 0o111).not.toBe(0)
    expect((await stat(join(folder, 'ggml.txt'))).mode & 0o111).toBe(0)
    expect(progress.at(-1)).toBe(8)
  })

  it('has symbolic links to sibling files replaced by copies', async () => {
    await unpack(
      zipOf([
        { name: 'bin/libggml.so', bytes: text('libggml.so.0'), mode: link },
        { name: 'bin/libggml.so.0', bytes: text('libggml.so.0.9.1'), mode: link },
        { name: 'bin/libggml.so.0.9.1', bytes: text('ELF'), mode: 0o100755 },
      ]),
    )
    expect(await readFile(join(folder, 'bin/libggml.so'), 'utf8')).toBe('ELF')
    expect((await stat(join(folder, 'bin/libggml.so'))).isFile()).toBe(true)
  })

  it.each([
    '../out.so',
    'a/../../out.so',
    '/etc/out.so',
    'C:/out.so',
    'C:out.so',
    String.raw`..\out.so`,
    'a//b.so',
    './a.so',
    'NUL',
    'lib/com1.dll',
    'a.so ',
    'a.so.',
    'a\u0000.so',
    'a?.so',
    `${'x'.repeat(201)}.so`,
  ])('with a file named %j is rejected', async (name) => {
    await refusal([
      { name: 'good.txt', bytes: text('x') },
      { name, bytes: text('x') },
    ])
  })

  it.each([['../../etc/passwd'], ['/etc/passwd'], ['sub/file'], ['gone.so'], ['itself.so'], ['']])(
    'with a link to %j is rejected',
    async (target) => {
      expect(await refusal([{ name: 'itself.so', bytes: text(target), mode: link }])).toContain('link')
    },
  )

  it.each([
    ['two files of the same name', [{ name: 'a.so' }, { name: 'a.so' }]],
    ['names that are equal on some disks', [{ name: 'Lib.so' }, { name: 'lib.SO' }]],
    ['names that differ in how an accent is written', [{ name: 'caf\u00e9.so' }, { name: 'cafe\u0301.so' }]],
    ['a file where a folder is', [{ name: 'lib', bytes: text('x') }, { name: 'lib/a.so' }]],
  ] as [string, RawEntry[]][])('with %s is rejected as duplicate', async (_what, entries) => {
    expect(await refusal(entries)).toContain('the same name')
  })

  it.each([
    ['a device', { name: 'sda', mode: 0o060644 }],
    ['a pipe', { name: 'pipe', mode: 0o010644 }],
    ['a folder marked as a link', { name: 'bin/', mode: link }],
    ['a link as long as a file', { name: 'a.so', mode: link, bytes: Buffer.alloc(300, 97) }],
    ['encryption', { name: 'a.so', flags: 1 }],
    ['another compression method', { name: 'a.so', method: 12 }],
  ] as [string, RawEntry][])('with %s is rejected', async (_what, entry) => {
    await refusal([entry])
  })

  it('that would fill the disk is rejected before anything is written', async () => {
    const bomb = { name: 'zeros.bin', bytes: Buffer.alloc(96 * 2 ** 20) }
    expect(await refusal([bomb])).toContain('grows too much')
    expect(await readdir(folder)).toEqual([])
    expect(await refusal([{ name: 'a.bin', bytes: text('x'), saidSize: 0xfffffff0 }])).toContain('grows too much')
  })

  it('with a wrong size or checksum is rejected', async () => {
    await refusal([{ name: 'a.so', bytes: Buffer.alloc(500, 1), saidSize: 5 }])
    await rm(join(folder, 'a.so'), { force: true })
    expect(await refusal([{ name: 'a.so', bytes: text('abc'), saidCrc: 7 }])).toContain('damaged')
  })

  it('that is truncated anywhere is rejected', async () => {
    const complete = zipOf([{ name: 'a.so', bytes: Buffer.from(crypto.getRandomValues(new Uint8Array(5_000))) }])
    for (const length of [0, 10, 2_000, complete.length - 60, complete.length - 1]) {
      await expect(unpack(complete.subarray(0, length))).rejects.toMatchObject({ code: 'engine/unusable' })
    }
    await expect(unpack(Buffer.from('this is a page of a proxy'))).rejects.toThrow('not a zip file')
  })

  it('never overwrites an existing file', async () => {
    await writeFile(join(folder, 'a.so'), 'mine')
    await expect(unpack(zipOf([{ name: 'a.so', bytes: text('x') }]))).rejects.toMatchObject({ code: 'storage/exists' })
    expect(await readFile(join(folder, 'a.so'), 'utf8')).toBe('mine')
  })

  it('is not unpacked when the disk has too little space', async () => {
    const disk = mountSmallDisk(8)
    try {
      const engine = zipOf([{ name: 'a.so', bytes: text('x') }])
      await expect(unpack(engine, disk.path)).rejects.toMatchObject({ code: 'storage/full' })
      expect(await readdir(disk.path)).toEqual([])
    } finally {
      disk.unmount()
    }
  })

  it('stops unpacking when canceled', async () => {
    const zipPath = join(parent, 'engine.zip')
    await writeFile(zipPath, zipOf([{ name: 'a.so', bytes: text('x') }]))
    const stopped = AbortSignal.abort()
    await expect(unpackZip({ zipPath, folder, signal: stopped })).rejects.toMatchObject({ code: 'request/cancelled' })
  })
})

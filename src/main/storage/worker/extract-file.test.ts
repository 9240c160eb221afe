import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BackupReader } from './backup-reader.ts'
import { extractFile } from './extract-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-extract-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function extract(chunks: Iterable<Buffer>, bytes: number): Promise<string> {
  const manifest = { files: [] } as unknown as BackupReader['manifest']
  const backup = { path: 'mine.zip', manifest, open: () => Readable.from(chunks), close: () => undefined }
  return extractFile(
    backup,
    { name: 'library/kite.png', bytes, target: join(folder, 'kite.png') },
    AbortSignal.timeout(2_000),
  )
}

function* endless(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(64)
}

describe('extractFile', () => {
  it('writes the content and returns its digest', async () => {
    expect(await extract([Buffer.from('ki'), Buffer.from('te')], 4)).toMatch(/^[0-9a-f]{64}$/)
    expect(await readFile(join(folder, 'kite.png'), 'utf8')).toBe('kite')
  })

  it('refuses a file longer than declared before it fills the disk', async () => {
    await expect(extract(endless(), 1_000)).rejects.toMatchObject({ code: 'media/undecodable' })
  })

  it('refuses a file shorter than declared', async () => {
    await expect(extract([Buffer.from('kit')], 4)).rejects.toMatchObject({ code: 'media/undecodable' })
  })
})

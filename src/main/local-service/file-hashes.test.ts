import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hashFile } from '../platform/pure/hash-file.ts'
import { createFileHashes } from './file-hashes.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atelier-hashes-'))
})
// A write that is not awaited may still be in progress.
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

const at = (name: string) => join(folder, name)

function open() {
  const read: string[] = []
  const hashes = createFileHashes({
    bookPath: at('cache/hashes.json'),
    hash(path, signal) {
      read.push(path)
      return hashFile(path, signal)
    },
  })
  return { hashes, read }
}

it('reads a file once, also across restarts, and again after a change', async () => {
  writeFileSync(at('a'), 'one')
  const { hashes, read } = open()
  const [first, second] = await Promise.all([hashes.of(at('a')), hashes.of(at('a'))])
  expect(first).toEqual(second)
  const later = open()
  expect(await later.hashes.of(at('a'))).toEqual(first)
  expect([...read, ...later.read]).toEqual([at('a')])
  writeFileSync(at('a'), 'two')
  utimesSync(at('a'), 1, 1)
  expect((await later.hashes.of(at('a'))).sha256).not.toBe(first.sha256)
})

it('finds a renamed file and reports a deleted one', async () => {
  writeFileSync(at('a'), 'one')
  writeFileSync(at('b'), 'two')
  const { hashes } = open()
  const hashed = await hashes.of(at('a'))
  expect(hashes.found(hashed.sha256)).toBeUndefined()
  renameSync(at('a'), at('c'))
  expect(await hashes.find(hashed, [at('b'), at('gone'), at('c')])).toBe(at('c'))
  expect(hashes.found(hashed.sha256)).toBe(at('c'))
  rmSync(at('c'))
  expect(await hashes.find(hashed, [at('b')])).toBeNull()
  expect(hashes.found(hashed.sha256)).toBeNull()
})

it('works when its file is damaged or cannot be written', async () => {
  writeFileSync(at('a'), 'one')
  writeFileSync(at('cache'), 'a file where the folder should be')
  expect((await open().hashes.of(at('a'))).bytes).toBe(3)
  rmSync(at('cache'))
  await open().hashes.of(at('a'))
  writeFileSync(at('cache/hashes.json'), '{')
  expect((await open().hashes.of(at('a'))).bytes).toBe(3)
})

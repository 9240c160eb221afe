import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/errors/index.ts'
import { createWithTemporary, moveIntoPlace, replaceWithTemporary, writeFileAtomic } from './atomic-file.ts'
import { temporaryNameFor, temporaryOwner } from './temporary-name.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-atomic-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('writes and replaces whole files and leaves nothing else', async () => {
  await writeFileAtomic(join(folder, 'a.txt'), 'first')
  await writeFileAtomic(join(folder, 'a.txt'), 'second')
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('second')
  expect(await readdir(folder)).toEqual(['a.txt'])
})

test('keeps the old file and no temporary file when the writer fails', async () => {
  await writeFile(join(folder, 'a.txt'), 'old')
  const failing = replaceWithTemporary(join(folder, 'a.txt'), async (temporaryPath) => {
    await writeFile(temporaryPath, 'half')
    throw new AppError('media/undecodable', 'No.')
  })
  await expect(failing).rejects.toMatchObject({ code: 'media/undecodable' })
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['a.txt'])
})

test('names the file in the error for a missing folder', async () => {
  const writing = writeFileAtomic(join(folder, 'none', 'a.txt'), 'x')
  await expect(writing).rejects.toMatchObject({ code: 'storage/not-found', message: expect.stringContaining('a.txt') })
})

test('names the requested file in errors instead of the temporary one', async () => {
  const writing = writeFileAtomic(join(folder, 'gone', '.kite.png.1.abc.atelier-tmp'), 'x', 'kite.png')
  await expect(writing).rejects.toMatchObject({ message: expect.stringMatching(/^Could not save kite\.png\. /) })
})

test('does not name a temporary file in errors', async () => {
  const path = join(folder, 'gone', '.01M8-mask.png.3263.dc5d3274b820.atelier-tmp')
  await expect(writeFileAtomic(path, 'x')).rejects.toMatchObject({
    message: expect.stringMatching(/^Could not save a temporary file\. /),
  })
})

test('never overwrites when moving into place, and then keeps the temporary file', async () => {
  await writeFile(join(folder, 'temporary'), 'new')
  await writeFile(join(folder, 'taken'), 'old')
  const moving = moveIntoPlace(join(folder, 'temporary'), join(folder, 'taken'))
  await expect(moving).rejects.toMatchObject({ code: 'storage/exists' })
  await moveIntoPlace(join(folder, 'temporary'), join(folder, 'free'))
  expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('old')
  expect(await readFile(join(folder, 'free'), 'utf8')).toBe('new')
  expect((await readdir(folder)).toSorted()).toEqual(['free', 'taken'])
})

test('lets exactly one of many writers create a new file', async () => {
  const writers = Array.from({ length: 20 }, (_, n) =>
    createWithTemporary(join(folder, 'a.txt'), (temporaryPath) => writeFile(temporaryPath, String(n))),
  )
  const results = await Promise.allSettled(writers)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await readdir(folder)).toEqual(['a.txt'])
})

test('puts the process id into temporary names, which fit every file system', () => {
  const name = temporaryNameFor(`/x/${'ü'.repeat(120)}.png`).slice(3)
  expect(temporaryOwner(name)).toBe(process.pid)
  expect(Buffer.byteLength(name)).toBeLessThan(255)
  expect(temporaryOwner('.hidden.png')).toBeNull()
})

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

test('a failing writer leaves the old file and no temporary', async () => {
  await writeFile(join(folder, 'a.txt'), 'old')
  const failing = replaceWithTemporary(join(folder, 'a.txt'), async (temporaryPath) => {
    await writeFile(temporaryPath, 'half')
    throw new AppError('media/undecodable', 'No.')
  })
  await expect(failing).rejects.toMatchObject({ code: 'media/undecodable' })
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['a.txt'])
})

test('a folder that is not there is named in words', async () => {
  const writing = writeFileAtomic(join(folder, 'none', 'a.txt'), 'x')
  await expect(writing).rejects.toMatchObject({ code: 'storage/not-found', message: expect.stringContaining('a.txt') })
})

test('errors name the file that was asked for, not the temporary one it is written through', async () => {
  const writing = writeFileAtomic(join(folder, 'gone', '.kite.png.1.abc.atelier-tmp'), 'x', 'kite.png')
  await expect(writing).rejects.toMatchObject({ message: expect.stringMatching(/^Could not save kite\.png\. /) })
})

test('moving into place never overwrites and keeps the temporary then', async () => {
  await writeFile(join(folder, 'temporary'), 'new')
  await writeFile(join(folder, 'taken'), 'old')
  const moving = moveIntoPlace(join(folder, 'temporary'), join(folder, 'taken'))
  await expect(moving).rejects.toMatchObject({ code: 'storage/exists' })
  await moveIntoPlace(join(folder, 'temporary'), join(folder, 'free'))
  expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('old')
  expect(await readFile(join(folder, 'free'), 'utf8')).toBe('new')
  expect((await readdir(folder)).toSorted()).toEqual(['free', 'taken'])
})

test('of many writers of one new file exactly one wins', async () => {
  const writers = Array.from({ length: 20 }, (_, n) =>
    createWithTemporary(join(folder, 'a.txt'), (temporaryPath) => writeFile(temporaryPath, String(n))),
  )
  const ended = await Promise.allSettled(writers)
  expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await readdir(folder)).toEqual(['a.txt'])
})

test('a temporary name tells its process and fits every file system', () => {
  const name = temporaryNameFor(`/x/${'ü'.repeat(120)}.png`).slice(3)
  expect(temporaryOwner(name)).toBe(process.pid)
  expect(Buffer.byteLength(name)).toBeLessThan(255)
  expect(temporaryOwner('.hidden.png')).toBeNull()
})

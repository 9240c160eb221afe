import { mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isLockHeld, takeProcessLock } from './process-lock.ts'

const gonePid = 2 ** 22 + 1
let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-lock-'))
  path = join(folder, 'a.lock')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('is held by one task of this process, whose id it holds, and releases only its own', async () => {
  const release = takeProcessLock(path)!
  expect(await readFile(path, 'utf8')).toBe(String(process.pid))
  expect(takeProcessLock(path)).toBeNull()
  expect(isLockHeld(path)).toBe(true)
  release()
  expect(isLockHeld(path)).toBe(false)
  expect(await readdir(folder)).toEqual([])
  const again = takeProcessLock(path)
  release()
  expect(isLockHeld(path)).toBe(true)
  expect(await readdir(folder)).toEqual(['a.lock'])
  again!()
})

it('is not taken from a live process, nor from one that is about to write its id', async () => {
  await writeFile(path, '1')
  expect(takeProcessLock(path)).toBeNull()
  await writeFile(path, '')
  expect(takeProcessLock(path)).toBeNull()
  expect(await readdir(folder)).toEqual(['a.lock'])
})

it('is taken over from a process that is gone, and from one that never wrote its id', async () => {
  for (const text of [String(gonePid), String(process.pid), '']) {
    await writeFile(path, text)
    await utimes(path, 0, 0)
    const release = takeProcessLock(path)
    expect(await readFile(path, 'utf8')).toBe(String(process.pid))
    expect(await readdir(folder)).toEqual(['a.lock'])
    release!()
  }
})

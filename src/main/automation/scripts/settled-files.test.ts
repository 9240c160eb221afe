import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSettledFiles } from './settled-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-settled-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('yields each file once it is complete, and passes over one that is gone', async () => {
  const path = join(folder, 'a.png')
  await writeFile(path, 'first')
  const files = createSettledFiles({ signal: new AbortController().signal, settleMs: 40 })
  files.add(path)
  files.add(join(folder, 'gone.png'))
  files.end()
  const writing = appendFile(path, 'second')
  const found: string[] = []
  for await (const each of files) found.push(each)
  await writing
  expect(found).toEqual([path])
})

it('ends when it is aborted', async () => {
  const controller = new AbortController()
  const files = createSettledFiles({ signal: controller.signal, settleMs: 40 })
  controller.abort()
  for await (const each of files) expect.unreachable(each)
})

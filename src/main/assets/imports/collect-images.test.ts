import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { collectImages } from './collect-images.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-collect-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it.runIf(process.platform !== 'win32')('takes no pipe and no device for an image of a folder', async () => {
  await mkdir(join(folder, 'below'))
  await writeFile(join(folder, 'below', 'a.png'), '')
  await symlink(join(folder, 'below', 'a.png'), join(folder, 'linked.png'))
  await symlink('/dev/zero', join(folder, 'endless.png'))
  execFileSync('mkfifo', [join(folder, 'pipe.png')])
  const { files, failed, passedOver } = await collectImages([folder], { except: join(folder, 'library') })
  expect(files).toEqual([join(folder, 'linked.png'), join(folder, 'below', 'a.png')])
  expect({ failed, passedOver }).toEqual({ failed: [], passedOver: 2 })
})

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { assetIdSchema } from '../../../shared/domain/ids.ts'
import { homePathsAt } from '../../platform/home-paths.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { takeVersion, type TakeOptions } from './take-version.ts'
import { fakeAssets } from '../../../../test/support/fake-assets.ts'

const never = () => Promise.reject(new TypeError('nothing is to be filed'))

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'atelier-version-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

it('imports nothing when the file content is unchanged, and removes the temporary copy', async () => {
  const path = join(root, 'kite.png')
  await writeFile(path, 'as it was given out')
  const paths = homePathsAt(root)
  const assets = fakeAssets({ records: { load: never }, results: { add: never } })
  const options: TakeOptions = { assets, imaging: { probe: never }, paths }
  const edit = { assetId: assetIdSchema.parse('01K8M0000000000000000000A1'), knownSha256: await hashFile(path) }
  expect(await takeVersion(options, path, edit)).toBeNull()
  expect(await readdir(paths.temporary)).toEqual([])
})

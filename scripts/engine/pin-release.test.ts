import { expect, it } from 'vitest'
import { release } from '../../src/main/engine-releases/release.ts'
import { pinRelease, type PageAsset } from './pin-release.ts'

const sum = 'ab'.repeat(32)
const assets: readonly PageAsset[] = release.builds.flatMap(({ archives }) =>
  archives.map(({ name }) => ({ name: name.replaceAll('*', '24.04'), size: 5, digest: `sha256:${sum}` })),
)
const [first, ...others] = assets
const unpinned = <T>(archive: T) => ({ ...archive, sizeBytes: null, sha256: null })

const open = {
  ...release,
  builds: release.builds.map((build) => ({ ...build, archives: build.archives.map(unpinned) })),
}

it('records name, size and checksum of every archive', () => {
  const pinned = pinRelease(open, assets)
  const archives = pinned.builds.flatMap((build) => build.archives)
  expect(archives).toEqual(assets.map(({ name, size }) => ({ name, sizeBytes: size, sha256: sum })))
  expect(pinRelease(pinned, assets)).toEqual(pinned)
})

it('rejects a release page with a missing archive, or a missing or changed checksum', () => {
  expect(() => pinRelease(open, others)).toThrow(`There is no archive ${first!.name}`)
  expect(() => pinRelease(open, [{ ...first!, digest: null }, ...others])).toThrow('has no SHA-256')
  const pinned = pinRelease(open, assets)
  const changed = { ...first!, digest: `sha256:${'cd'.repeat(32)}` }
  expect(() => pinRelease(pinned, [changed, ...others])).toThrow('is another than before')
})

import { findAsset, sha256Of, type Release } from '../../src/main/engine-releases/release.ts'

export interface PageAsset {
  readonly name: string
  readonly size: number
  readonly digest?: string | null
}

/**
 * Returns the manifest updated from the page. @throws Error naming what the page lacks: nothing must be written then
 */
export function pinRelease(release: Release, assets: readonly PageAsset[]): Release {
  const problems: string[] = []
  const builds = release.builds.map((build) => ({
    ...build,
    archives: build.archives.map((archive) => {
      const asset = findAsset(archive.name, assets)
      const sha256 = sha256Of(asset?.digest)
      if (asset === null) problems.push(`There is no archive ${archive.name}.`)
      else if (sha256 === null) problems.push(`${asset.name} has no SHA-256.`)
      else if (archive.sha256 !== null && archive.sha256 !== sha256)
        problems.push(`${asset.name} is another than before.`)
      return asset === null ? archive : { name: asset.name, sizeBytes: asset.size, sha256 }
    }),
  }))
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return { ...release, builds }
}

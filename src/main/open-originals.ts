import { resolve } from 'node:path'
import type { Assets } from './assets/index.ts'
import { openSharedOriginals } from './originals/open-shared-originals.ts'
import type { SharedOriginals } from './originals/shared-originals.ts'
import type { HomePaths } from './platform/home-paths.ts'
import type { SettingsStore } from './settings/index.ts'

interface OriginalsNeeds {
  readonly settings: Pick<SettingsStore, 'get'> & { onChanged(listener: () => void): () => void }
  readonly paths: Pick<HomePaths, 'root'>
  readonly startedBy: 'window' | 'command-line'
}

export function openOriginals({ settings, paths }: OriginalsNeeds): SharedOriginals {
  return openSharedOriginals({
    folder: () => {
      const { originalsFolder } = settings.get()
      // As it is in the paths of originals.
      return originalsFolder === null ? null : resolve(originalsFolder)
    },
    root: paths.root,
  })
}

/** How often a folder that could not be reached is tried again, and copies that are no longer needed are deleted. */
const shareEveryMs = 600_000

/** Moves originals to the shared folder: new ones soon, others whenever the window has been open for a while. */
export function moveOriginalsOnChange({ settings, startedBy }: OriginalsNeeds, assets: Assets): () => void {
  let folder = settings.get().originalsFolder
  const stops = [
    assets.changes.onChanged(({ reason }) => {
      if (reason === 'added' && settings.get().originalsFolder !== null) void assets.originals.run()
    }),
    settings.onChanged(() => {
      const isOther = settings.get().originalsFolder !== folder
      folder = settings.get().originalsFolder
      if (isOther && startedBy === 'window') void assets.originals.run()
    }),
  ]
  if (startedBy === 'window') {
    const timer = setInterval(() => void assets.originals.run(), shareEveryMs)
    stops.push(() => clearInterval(timer))
  }
  return () => stops.forEach((stop) => stop())
}

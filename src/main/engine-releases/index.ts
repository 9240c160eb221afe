export { createEngineReleases } from './create-engine-releases.ts'
export type {
  EngineOffer,
  EngineOverview,
  EngineReleases,
  Installed,
  InstalledEngine,
  InstallProgress,
} from './engine-releases.ts'
export { probeComputer } from './probe-computer.ts'
export { readMirror } from './release-page.ts'
export { backends, release, type Backend } from './release.ts'

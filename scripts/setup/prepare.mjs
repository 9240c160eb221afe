import { ensureBuild } from './build.mjs'
import { ensureDependencies } from './dependencies.mjs'
import { hasDisplay } from './display.mjs'
import { ensureElectron } from './electron.mjs'
import { projectRoot } from './project.mjs'
import { SetupError } from './say.mjs'
import { ensureSystemLibraries, requireSandbox } from './system-libraries.mjs'

/**
 * Does everything between a fresh clone and a runnable Electron; each part is skipped if already done.
 * @param {object} needs
 * @param {boolean} needs.window needs a display, virtual if there is no other
 * @param {boolean} [needs.keychain]
 * @param {boolean} [needs.testTools] needs the tools used only by tests
 * @param {boolean} needs.build
 * @returns {Promise<string>} the Electron executable
 */
export async function prepare({ window, keychain = false, testTools = false, build }) {
  requireNode(process.versions.node)
  await ensureDependencies(projectRoot)
  await ensureSystemLibraries({ display: window && !hasDisplay(), keychain, testTools })
  const electron = await ensureElectron({ root: projectRoot })
  requireSandbox(electron)
  if (build) await ensureBuild(projectRoot)
  return electron
}

/** @param {string} version */
export function requireNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new SetupError(`Atelier needs Node 20.19 or newer to build; this is Node ${version}.`)
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAdvisories } from './checks/advisories.mjs'
import { unsupportedElectron } from './release/electron-support.mjs'
import { pinnedElectron } from './setup/electron.mjs'
import { shippedPackages } from './setup/licenses.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { runMain, say, SetupError } from './setup/say.mjs'

/**
 * `npm run audit`: known vulnerabilities of what Atelier ships, as the package registry lists them, without those that
 * scripts/checks/licenses.json accepts with a reason and a date, and whether Electron is still supported. Needs the network.
 */
await runMain(async () => {
  await prepare({ window: false, build: true })
  const today = new Date().toISOString().slice(0, 10)
  const outdated = unsupportedElectron(pinnedElectron(projectRoot), today)
  if (outdated !== null) say(outdated)
  const { text } = await run('npm', ['audit', '--json'], { cwd: projectRoot, output: 'capture' })
  const { advisories } = JSON.parse(readFileSync(join(projectRoot, 'scripts', 'checks', 'licenses.json'), 'utf8'))
  const shipped = shippedPackages(projectRoot).map(({ name }) => name)
  const report = readReport(text)
  const open = openAdvisories(report, { shipped, accepted: advisories, today })
  for (const { name, title, severity, url } of open) say(`${severity}: ${name}: ${title} (${url})`)
  say(open.length === 0 ? 'No known vulnerabilities in what is shipped.' : `${open.length} to look at.`)
  return open.length === 0 && outdated === null ? 0 : 1
})

/** @param {string} text */
function readReport(text) {
  const start = text.indexOf('{')
  const report = start === -1 ? null : JSON.parse(text.slice(start, text.lastIndexOf('}') + 1))
  if (report?.vulnerabilities === undefined) {
    throw new SetupError(
      'The package registry did not answer with advisories. Try again with a network, or from another one.',
    )
  }
  return report
}

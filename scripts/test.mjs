import { describeElectron } from './setup/electron.mjs'
import { prepare } from './setup/prepare.mjs'
import { projectRoot } from './setup/project.mjs'
import { runMain, say } from './setup/say.mjs'

await runMain(async () => {
  const electron = await prepare({ window: true, keychain: true, testTools: true, build: false })
  say(describeElectron(projectRoot))
  const { changedTests, currentTurn, turnCount } = await import('./checks/turn.mjs')
  const turn = currentTurn()
  // All steps have the same, also if somebody commits meanwhile.
  process.env['ATELIER_TURN'] = String(turn)
  say(`This run's twelfth of the full tests: ${turn} of ${turnCount}; ATELIER_TURN=${turn} repeats it.`)
  const changed = changedTests()
  process.env['ATELIER_CHANGED'] = changed.join(' ')
  if (changed.length > 0) say(`Out of turn, as they were changed: ${changed.join(', ')}`)
  const { runSteps } = await import('./checks/run-steps.mjs')
  return runSteps('npm test', electron)
})

import { relative } from 'node:path'
import { TestRunner, type RunnerTask, type RunnerTestFile, type RunnerTestSuite } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'
import { outOfTurn } from './out-of-turn.ts'

/** Leaves out what is out of turn, by the same rule as Playwright (out-of-turn.ts). The tag `full` is what `@full` is there. */
export default class TurnRunner extends TestRunner {
  onCollected(files: RunnerTestFile[]): void {
    for (const file of files) {
      leaveOut(file, [file.projectName ?? '', relative(projectRoot, file.filepath).replaceAll('\\', '/')])
    }
  }
}

function leaveOut(suite: RunnerTestSuite, titles: readonly string[]): void {
  for (const task of suite.tasks) {
    const own = [...titles, task.name]
    if (task.type === 'suite') leaveOut(task, own)
    else if (isLeftOut(task, own)) task.mode = 'skip'
  }
  // What it prepares for its tests is left out with them.
  if (suite.tasks.length > 0 && suite.tasks.every(({ mode }) => mode === 'skip')) suite.mode = 'skip'
}

function isLeftOut({ mode, tags = [] }: RunnerTask, titles: readonly string[]): boolean {
  return mode === 'run' && outOfTurn.test([...titles, ...tags.map((tag) => `@${tag}`)].join(' '))
}

import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../scripts/setup/project.mjs'

/** Where time itself is what a test is about, or nothing announces what it waits for: by file, with the reason. */
const allowed: Readonly<Record<string, string>> = {
  'test/integration/assets/sweep.test.ts': 'the life of a process that stands for another program',
  'test/integration/automation/batch.test.ts': 'a kill at a random moment',
  'test/integration/automation/watch.test.ts': 'a writer’s pause, longer than a file takes to settle',
  'test/integration/jobs/queue-kill.test.ts': 'a kill at a random moment',
  'test/integration/jobs/queue-model.test.ts': 'a pause between two looks at files that are being written',
  'test/page/incoming.page.ts': 'the next task of the page, without a time',
  'test/page/shell.page.ts': 'stands for requestIdleCallback, with its own time limit',
  'test/e2e/kills.e2e.ts': 'kills at random moments',
  'test/e2e/packaged.e2e.ts': 'a pause between two attempts to connect to another program',
  'test/e2e/security.e2e.ts': 'the next task of the page, without a time',
  'test/e2e/sleep.e2e.ts': 'the time in which a computer sleeps',
  'test/e2e/support/escapes.ts': 'what must not happen is told by nothing',
  'test/e2e/support/fuzz.ts': 'the patience with a call that should be answered',
  'test/e2e/support/launch.ts': 'the patience with a program that should end',
  'test/e2e/support/native-dialogs.ts': 'the time that a person takes to answer',
  'test/e2e/support/soak/library-operations.ts': 'the time in which a computer sleeps',
  'test/e2e/support/soak/rest.ts': 'what goes by itself after a moment, which nothing announces',
  'test/e2e/support/soak/sample.ts': 'V8 announces nothing of what it finalizes',
}

/** A timer of a test's own, and a wait of Playwright's; not the time limit of a test (`test.setTimeout`). */
const fixedWait =
  /(?<!test\.)\bsetTimeout\s*\(|\bwaitForTimeout\b|\bAbortSignal\.timeout\b|['"](?:node:)?timers\/promises['"]/

it('tests of the program wait for what happens, not for time; where they must, the reason is listed here', async () => {
  const found: string[] = []
  for await (const path of glob('test/{integration,page,e2e}/**/*.ts', { cwd: projectRoot })) {
    if (fixedWait.test(await readFile(join(projectRoot, path), 'utf8'))) found.push(path.replaceAll('\\', '/'))
  }
  expect(found.toSorted()).toEqual(Object.keys(allowed).toSorted())
})

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { removeTheSpoon } from '../../scripts/demo/remove-the-spoon.ts'
import { expect, test } from './support/test.ts'

test('the demo does what it promises, by the steps that `npm start -- --demo` takes', async ({ running }) => {
  const out = join(running.home, 'demo')
  await mkdir(out)
  const { change } = await removeTheSpoon(running, { out, exports: join(running.home, 'exported') })
  expect(change.changedOutside).toBe(0)
  expect(change.changedInside).toBeGreaterThan(change.masked / 2)
})

import { expect, test } from 'vitest'
import { createOpeningLines } from './opening-lines.ts'

test('a line for each tenth, and none for the end', () => {
  const lines: string[] = []
  const tell = createOpeningLines((line) => lines.push(line))
  tell({ done: 0, total: null })
  tell({ done: 0, total: null })
  for (let done = 0; done < 200_000; done += 10_000) tell({ done, total: 200_000 })
  tell(null)
  expect(lines).toHaveLength(11)
  expect(lines.slice(0, 3)).toEqual([
    'Preparing the library…',
    'Updating the library: 0 of 200,000 images…',
    'Updating the library: 20,000 of 200,000 images…',
  ])
})

import { expect, test } from 'vitest'
import { createOpeningLines } from './opening-lines.ts'

test('prints one line per tenth and none at the end', () => {
  const lines: string[] = []
  const onOpening = createOpeningLines((line) => lines.push(line))
  onOpening({ done: 0, total: null })
  onOpening({ done: 0, total: null })
  for (let done = 0; done < 200_000; done += 10_000) onOpening({ done, total: 200_000 })
  onOpening(null)
  expect(lines).toHaveLength(11)
  expect(lines.slice(0, 3)).toEqual([
    'Preparing the library…',
    'Updating the library: 0 of 200,000 images…',
    'Updating the library: 20,000 of 200,000 images…',
  ])
})

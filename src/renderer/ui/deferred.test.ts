import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

it('no component uses Suspense or lazy, which would show each fallback for at least 300 ms', () => {
  const folder = fileURLToPath(new URL('..', import.meta.url))
  const files = globSync('**/*.tsx', { cwd: folder })
  expect(files.length).toBeGreaterThan(100)
  const suspending = files.filter((file) =>
    /import \{[^}]*\b(?:Suspense|lazy)\b[^}]*\} from 'react'/.test(readFileSync(`${folder}/${file}`, 'utf8')),
  )
  expect(suspending).toEqual([])
})

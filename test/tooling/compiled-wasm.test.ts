import { expect, it } from 'vitest'
import { compileScoreCodes, readScoreCodes } from '../../scripts/compile-wasm.mjs'

it('the compiled scoring of vectors is that of its source: `npm run wasm` renews it', async () => {
  expect(readScoreCodes()).toBe(await compileScoreCodes())
})

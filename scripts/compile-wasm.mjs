import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './setup/project.mjs'
import { runMain } from './setup/say.mjs'

const source = join(projectRoot, 'src/main/database/search/score-codes.wat')
const target = join(projectRoot, 'src/main/database/search/score-codes-wasm.ts')

/** The module with the compiled form of `score-codes.wat`: small enough for a text, which every program can import. */
export async function compileScoreCodes() {
  const { default: wabt } = await import('wabt')
  const module = (await wabt()).parseWat('score-codes.wat', readFileSync(source, 'utf8'), { simd: true })
  const { buffer } = module.toBinary({})
  return `/** \`score-codes.wat\`, compiled by \`npm run wasm\`; Base64. */
export const scoreCodesWasm =
  '${Buffer.from(buffer).toString('base64')}'
`
}

export const readScoreCodes = () => readFileSync(target, 'utf8')

if (process.argv[1] === import.meta.filename) {
  await runMain(async () => {
    writeFileSync(target, await compileScoreCodes())
    return 0
  })
}

import { readFileSync } from 'node:fs'

const [first = '', ...rest] = process.argv.slice(2)
if (rest.length === 0 && ['--version', '-v'].includes(first)) printVersion()
else {
  // Setup and Electron take longer than answering from here.
  const { runAtelier } = await import('./setup/run-atelier.mjs')
  await runAtelier(process.argv.slice(2))
}

function printVersion() {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  process.stdout.write(`${/** @type {{ version: string }} */ (JSON.parse(text)).version}\n`)
}

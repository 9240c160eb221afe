import { readFileSync } from 'node:fs'
import { translatedLanguages, type Language } from '../../src/shared/messages/languages.ts'
import { projectRoot } from '../setup/project.mjs'
import { readCatalogTexts } from './catalog-texts.ts'
import {
  compareTranslations,
  linesToTranslate,
  readTranslated,
  readTranslations,
  writeTranslations,
} from './translations.ts'

const usage = `npm run texts                      what is missing, unused or wrong, in each language
npm run texts -- missing LANGUAGE  lines to translate, to standard output
npm run texts -- take LANGUAGE FILE  takes them back, translated; drops unused ones
Languages: ${translatedLanguages.join(', ')}`

const texts = readCatalogTexts(projectRoot)
const [task, name, file] = process.argv.slice(2)
const language = translatedLanguages.find((each) => each === name)
process.exitCode = run()

function run(): number {
  if (task === undefined) return report()
  if (task === 'missing' && language !== undefined) {
    process.stdout.write(linesToTranslate(stateOf(language).missing))
    return 0
  }
  if (task === 'take' && language !== undefined) {
    const taken = file === undefined ? {} : readTranslated(readFileSync(file, 'utf8'))
    writeTranslations(projectRoot, language, {
      texts,
      translations: { ...readTranslations(projectRoot, language), ...taken },
    })
    return report([language])
  }
  process.stderr.write(`${usage}\n`)
  return 2
}

function stateOf(each: Language) {
  return compareTranslations(texts, readTranslations(projectRoot, each), each)
}

function report(shown: readonly Language[] = translatedLanguages): number {
  const states = shown.map((each) => ({ each, ...stateOf(each) }))
  for (const { each, missing, unused, problems } of states) {
    const counts = `${missing.length} missing, ${unused.length} unused, ${problems.length} with a problem`
    process.stdout.write(`${each}: ${texts.length} texts, ${counts}\n`)
    for (const line of [...unused.map((text) => `unused: ${text}`), ...problems]) process.stdout.write(`  ${line}\n`)
  }
  return states.every(({ missing, unused, problems }) => missing.length + unused.length + problems.length === 0) ? 0 : 1
}

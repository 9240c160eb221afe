import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe } from './foreign-recipe.ts'
import { infotextFacts, infotextFields, isInfotext, parseInfotext, type Infotext } from './parse-infotext.ts'

/** A1111, Forge, Civitai, Krita AI and our own exports: one text format, distinguished by what each alone writes. */
export function readA1111({ infotext: text }: ReaderInput): DialectMetadata | null {
  if (text === null) return null
  const infotext = parseInfotext(text)
  if (!isInfotext(infotext)) return null
  const { pairs } = infotext
  return {
    dialect: dialectOf(infotext),
    tool: toolOf(pairs),
    recipe: foreignRecipe(infotextFacts(infotext)),
    fields: infotextFields(infotext),
    hasWorkflow: false,
  }
}

function dialectOf({ pairs }: Infotext): DialectMetadata['dialect'] {
  if (pairs.get('Source Identifier') === 'Atelier') return 'atelier'
  // ComfyUI's saver nodes write this text without the graph into formats other than PNG.
  if (pairs.get('Version') === 'ComfyUI') return 'comfyui'
  // Krita AI writes this where all other programs write a hash or nothing.
  return pairs.get('Model hash') === 'unknown' ? 'krita-ai' : 'a1111'
}

/** Forge's versions begin with f, A1111's with v; others give their names. */
function toolOf(pairs: ReadonlyMap<string, string>): string | null {
  const version = pairs.get('Version')
  if (pairs.get('Model hash') === 'unknown' && version === undefined) return 'Krita AI Diffusion'
  if (version === undefined) return pairs.has('Civitai resources') ? 'Civitai' : null
  if (/^f\d/.test(version)) return `Forge ${version}`
  return /^v?\d/.test(version) ? `A1111 ${version}` : version
}

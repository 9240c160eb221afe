import type { DialectAccount, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe } from './foreign-recipe.ts'

/** Plain words of XMP, IPTC and EXIF. IPTC's own properties of 2025.1 say of which words a picture was made, and by whom. */
export function readWords({ xmp, photo }: ReaderInput): DialectAccount | null {
  const prompt = xmp.get('Iptc4xmpExt:AIPromptInformation') ?? null
  const system = xmp.get('Iptc4xmpExt:AISystemUsed') ?? null
  const isDescribed = photo.some(({ name }) => ['Title', 'Description', 'Headline', 'Keywords'].includes(name))
  if (prompt === null && system === null && !isDescribed) return null
  const version = xmp.get('Iptc4xmpExt:AISystemVersionUsed') ?? null
  return {
    dialect: 'text',
    tool: xmp.get('xmp:CreatorTool') ?? photo.find(({ name }) => name === 'Software')?.value ?? null,
    recipe: prompt === null && system === null ? null : foreignRecipe({ prompt, model: system }),
    fields: [
      ...(prompt === null ? [] : [{ name: 'Prompt', value: prompt }]),
      ...(system === null ? [] : [{ name: 'Made with', value: version === null ? system : `${system} ${version}` }]),
    ],
    hasWorkflow: false,
  }
}

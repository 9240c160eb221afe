import type { DialectMetadata, ReaderInput } from './dialect-reader.ts'
import { foreignRecipe } from './foreign-recipe.ts'

/** Plain XMP, IPTC and EXIF texts. IPTC's 2025.1 properties give an image's prompt and the AI system used. */
export function readPlainFields({ xmp, photo }: ReaderInput): DialectMetadata | null {
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

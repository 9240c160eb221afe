import * as fc from 'fast-check'
import type { Recipe } from '../../src/shared/domain/asset.ts'
import { operations } from '../../src/shared/domain/searched-values.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import type { Seed } from '../../src/shared/domain/seed.ts'
import { mapNumberSettings, numberSettings } from '../../src/shared/domain/number-settings.ts'

/** Prompt text with everything a format might trip over. */
export const anyPromptText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        'a fox',
        ', ',
        '\n',
        '\r\n',
        '"',
        '\\',
        String.raw`\u0041`,
        ': ',
        'Negative prompt: fog',
        'Steps: 20, Sampler: Euler, Seed: 5',
        '<lora:ink:0.8>',
        '</rdf:li>',
        ']]>',
        '&amp;',
        '\0',
        '\u{1f98a}',
        '山の猫',
        'עברית',
        '\u2028',
        '\ufeff',
        '\ud800',
        ' ',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
  fc.integer({ min: 1, max: 40_000 }).map((length) => 'a very long prompt; '.repeat(length / 20)),
)

const anyNumber = fc.double({ min: -1_000, max: 1_000, noNaN: true }).map((value) => value + 0)
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const anyName = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
const anyOption = fc.oneof(
  anyPromptText.map((text) => text.slice(0, 2_000)),
  anyNumber,
  fc.boolean(),
)

const anyGeneration: fc.Arbitrary<NonNullable<Recipe['generation']>> = fc.record({
  negativePrompt: orNull(anyPromptText),
  revisedPrompt: orNull(anyPromptText),
  requestedSize: orNull(fc.constantFrom('1024x1024', '16:9')),
  quality: orNull(fc.constantFrom('draft', 'standard', 'hd')),
  stylePreset: orNull(anyName),
  ...mapNumberSettings((name) => orNull(numberSettings[name].isWhole ? fc.integer({ min: 1, max: 1_000 }) : anyNumber)),
  loras: fc.array(
    fc.record({ path: anyName, scale: fc.double({ min: -10, max: 10, noNaN: true }).map((n) => n + 0) }),
    {
      maxLength: 5,
    },
  ),
  options: fc.dictionary(fc.constantFrom('sampler', 'scheduler', 'raw', 'a b'), anyOption),
  referenceIds: fc.constant([]),
  control: orNull(
    fc.record({
      imageId: fc.constant('01A00000000000000000000002' as AssetId),
      net: anyName,
      strength: fc.double({ min: 0, max: 2, noNaN: true }).map((n) => n + 0),
      findsEdges: fc.boolean(),
    }),
  ),
  warnings: fc.constant([]),
  estimateUsd: orNull(fc.double({ min: 0, max: 10, noNaN: true })),
  requestId: orNull(anyName),
  usage: fc.dictionary(fc.constantFrom('tokens', 'credits'), fc.nat()),
  trace: fc.dictionary(fc.constantFrom('trace-id', 'x'), anyName),
})

/** Up to 64 bits: a number where exact, otherwise digits. */
const anySeed: fc.Arbitrary<Seed> = fc.oneof(
  fc.integer({ min: 0, max: 0xffff_ffff }),
  fc.maxSafeNat(),
  fc.bigInt(2n ** 53n, 2n ** 64n - 1n).map(String),
)

/** Recipes as a library may contain them. */
export const anyRecipe: fc.Arbitrary<Recipe> = fc.record({
  operation: fc.constantFrom(...operations),
  provider: orNull(fc.constantFrom('openai', 'a1111', 'content-aware-fill')),
  model: orNull(anyName),
  seed: orNull(anySeed),
  prompt: orNull(anyPromptText),
  growPx: orNull(fc.nat(512)),
  featherPx: orNull(fc.double({ min: 0, max: 512, noNaN: true })),
  changedInside: orNull(fc.nat()),
  changedOutside: orNull(fc.nat()),
  timingMs: orNull(fc.nat()),
  costUsd: orNull(fc.double({ min: 0, max: 10, noNaN: true })),
  generation: anyGeneration,
})

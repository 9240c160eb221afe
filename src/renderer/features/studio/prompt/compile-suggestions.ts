import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import type { PromptPartName } from '../../../../shared/prompting/index.ts'

export interface PartLabels {
  readonly label: string
  readonly placeholder: string
  /** In English: they become part of the prompt. */
  readonly suggestions: readonly string[]
}

/** Suggestions for each part of a prompt; any other text can be typed. */
export const partLabels: Readonly<Record<PromptPartName, PartLabels>> = {
  style: {
    label: messages.style,
    placeholder: messages.stylePlaceholder,
    suggestions: [
      'photorealistic',
      'impressionist',
      'art nouveau',
      'minimalist',
      'surreal',
      'storybook',
      'film noir',
      'ukiyo-e',
      'baroque',
      'pixel art',
      'brutalist',
      'vaporwave',
    ],
  },
  mood: {
    label: messages.mood,
    placeholder: messages.moodPlaceholder,
    suggestions: [
      'calm',
      'melancholic',
      'joyful',
      'mysterious',
      'tense',
      'nostalgic',
      'dreamlike',
      'majestic',
      'cosy',
      'eerie',
      'playful',
      'solemn',
    ],
  },
  lighting: {
    label: messages.lighting,
    placeholder: messages.lightingPlaceholder,
    suggestions: [
      'golden hour',
      'soft window light',
      'overcast',
      'candlelight',
      'backlit',
      'neon at night',
      'hard noon sun',
      'rim light',
      'moonlight',
      'studio softbox',
      'volumetric rays',
      'blue hour',
    ],
  },
  composition: {
    label: messages.composition,
    placeholder: messages.compositionPlaceholder,
    suggestions: [
      'rule of thirds',
      'centered and symmetrical',
      'wide establishing view',
      'close-up',
      'negative space',
      'leading lines',
      'framed by foreground',
      'low angle',
      'top-down view',
      'diagonal',
      'layered depth',
      'silhouette',
    ],
  },
  camera: {
    label: messages.camera,
    placeholder: messages.cameraPlaceholder,
    suggestions: [
      '35 mm lens',
      '85 mm portrait lens',
      'macro',
      'wide angle',
      'telephoto',
      'shallow depth of field',
      'deep focus',
      'long exposure',
      'tilt-shift',
      'medium format film',
      'drone view',
      'motion blur',
    ],
  },
  palette: {
    label: messages.palette,
    placeholder: messages.palettePlaceholder,
    suggestions: [
      'warm earth tones',
      'muted pastels',
      'teal and orange',
      'monochrome',
      'black and gold',
      'jewel tones',
      'sepia',
      'cool blues',
      'high contrast',
      'autumn colors',
      'faded',
      'primary colors',
    ],
  },
  medium: {
    label: messages.medium,
    placeholder: messages.mediumPlaceholder,
    suggestions: [
      'oil on canvas',
      'watercolor',
      'photograph',
      'charcoal drawing',
      'ink and wash',
      'gouache',
      'linocut print',
      'clay model',
      'digital painting',
      'collage',
      '3D render',
      'fresco',
    ],
  },
}

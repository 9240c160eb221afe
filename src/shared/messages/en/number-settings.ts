import { message } from '../message.ts'

// The generation settings that are one number (domain/number-settings.ts): the compiler asks for each of them

export const labels = {
  guidance: message('Guidance'),
  steps: message('Steps'),
  strength: message('Strength'),
}

/** In the form, with what it does. */
export const fields = {
  guidance: { label: message('Guidance'), hint: message('How closely the result follows the prompt') },
  steps: { label: message('Steps'), hint: message('More steps take longer') },
  strength: { label: message('Denoising strength'), hint: message('0 keeps the image, 1 replaces it completely') },
}

/** Why a value is not sent. */
export const notUsed = {
  guidance: message('{model} does not use a guidance scale. {value} is not sent.'),
  steps: message('{model} does not use steps. {value} is not sent.'),
  strength: message('{model} does not use a denoising strength. {value} is not sent.'),
}

/** Why another value is sent. */
export const clamped = {
  guidance: message('{model} accepts a guidance scale of {min} to {max}. {sent} is sent instead of {value}.'),
  steps: message('{model} accepts {min} to {max} steps. {sent} are sent instead of {value}.'),
  strength: message('{model} accepts a denoising strength of {min} to {max}. {sent} is sent instead of {value}.'),
}

/**
 * Purpose of a masked edit. `fill`: the prompt describes the new content; `add`: adds an object to the scene; `remove`:
 * removes one, the prompt is optional; `background`: replaces everything but the subject; `expand`: extends the image
 * beyond its borders; `whole`: changes the whole image, by a denoising strength. Separate from the schemas, which the
 * window does not load.
 */
export const editIntents = ['fill', 'add', 'remove', 'background', 'expand', 'whole'] as const

/**
 * What a masked edit is for. `fill`: words describe what is to be there; `add`: an object into the scene; `remove`: away
 * with it, words are optional; `background`: everything but the subject anew; `expand`: the picture beyond its borders;
 * `whole`: the whole picture, by a denoising strength. Apart from the schemas, which the window does without.
 */
export const editIntents = ['fill', 'add', 'remove', 'background', 'expand', 'whole'] as const

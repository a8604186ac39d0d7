/** What stands for a value without being one, whatever its name: masks, one repeated character, words that ask to be replaced. */
const MASKS: readonly RegExp[] = [
  /^(.)\1*$/s,
  /^[*•●xX?#_.\-=+~\s]+$/,
  /\*{3,}|x{5,}|X{5,}|•{3,}|\.{3,}|…/,
  /^<[^<>]*>?$|^\[[^[\]]*\]$|^\{[^{}]*\}$/,
  /^(?:change|replace|fill|insert|enter|todo|fixme)[-_ .]?(?:me|it|this|in|here)?[-_ .!0-9]*$/i,
  /(?:^|[^a-z])your[-_ .]?(?:own[-_ .])?(?:\w{1,20}[-_ .])?(?:password|passwd|secret|token|key|value)/i,
];

export const isMask = (value: string): boolean => MASKS.some((form) => form.test(value));

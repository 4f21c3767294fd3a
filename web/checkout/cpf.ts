// The number of the Brazilian registry of natural persons: nine digits and two check digits, each modulo 11. The box office
// checks it again; here it is told while one is still typing.

const checkDigit = (digits: number[]): number => {
  const sum = digits.reduce((total, digit, i) => total + digit * (digits.length + 1 - i), 0);
  const rest = (sum * 10) % 11;
  return rest === 10 ? 0 : rest;
};

export function isCpf(text: string): boolean {
  const digits = Array.from(text.replace(/\D/g, ''), Number);
  if (digits.length !== 11 || digits.every((digit) => digit === digits[0])) return false;
  return checkDigit(digits.slice(0, 9)) === digits[9] && checkDigit(digits.slice(0, 10)) === digits[10];
}

/** With points and dash as far as it was typed: 123.456.789-09. */
export function writtenCpf(text: string): string {
  const digits = text.replace(/\D/g, '').slice(0, 11);
  return digits.replace(/^(\d{3})(\d)/, '$1.$2').replace(/^(\d{3}\.\d{3})(\d)/, '$1.$2').replace(/^(\d{3}\.\d{3}\.\d{3})(\d)/, '$1-$2');
}

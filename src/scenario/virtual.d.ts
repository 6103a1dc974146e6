declare module "virtual:builtin-scenarios" {
  const scenarios: { name: string; text: string; description: unknown }[];
  export default scenarios;
}

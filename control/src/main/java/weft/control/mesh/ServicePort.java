package weft.control.mesh;

/**
 * A port of a service.
 *
 * @param name may be empty where the service has one port only
 * @param target where instances listen
 * @param appProtocol empty when not given
 */
public record ServicePort(String name, int number, TargetPort target, String appProtocol) {}
